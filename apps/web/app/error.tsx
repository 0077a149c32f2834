'use client';
import { Crashed } from '../features/shell/crashed';

export default function ErrorPage() {
  return <Crashed />;
}
