import { Injectable } from '@nestjs/common';

/** The wall clock, in milliseconds since 1970; injected, so that tests can stop it. */
@Injectable()
export class Clock {
  now(): number {
    return Date.now();
  }
}
