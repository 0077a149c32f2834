import type { z } from 'zod';
import type { ErrorCode } from '../errors.js';

export type Route = {
  method: 'GET' | 'POST' | 'DELETE' | 'PATCH' | 'PUT';
  /** Under /api/v1, with {name} for parameters. */
  path: string;
  summary: string;
  /** public: no token; cookie: the refresh token (cookie or body); bearer: an access token. */
  auth: 'public' | 'cookie' | 'bearer';
  params?: z.ZodObject;
  query?: z.ZodObject;
  body?: z.ZodType;
  response: z.ZodType;
  /** Codes beyond those that every route can answer (BAD_REQUEST, TOKEN_*, RATE_LIMITED, BUSY, UNAVAILABLE, INTERNAL; a write also UNCERTAIN). */
  errors: readonly ErrorCode[];
};

export const API_PREFIX = '/api/v1';
