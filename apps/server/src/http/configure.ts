import { isUtf8 } from 'node:buffer';
import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { API_PREFIX, LIMITS, ParleyError } from '@parley/contract';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from '../platform/logger.js';
import { answerError, ErrorFilter } from './error.filter.js';
import { isTooDeep } from './json-depth.js';
import { toParleyError } from './to-parley-error.js';
import { UnreadableBodies } from './unreadable-bodies.js';
import { badRequest, validationPipe } from './validation.pipe.js';

/** For NestFactory.create beside httpAdapter(): JSON is the only body that is parsed, never a form of another page. */
export const HTTP_APP_OPTIONS = { bodyParser: false } as const;

const REQUEST_ID = /^[\w-]{8,64}$/;
/** API answers are data: never cached, never sniffed, never framed, never a document of their own. */
const HEADERS = {
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
};

/**
 * The HTTP server of logic. Its only caller is the gateway, which writes the client's address into X-Forwarded-For: one
 * hop is believed, no more.
 */
export function httpAdapter(): FastifyAdapter {
  return new FastifyAdapter({
    bodyLimit: LIMITS.frameBytes,
    trustProxy: (_address, hop) => hop === 0,
    genReqId: (raw: Pick<IncomingMessage, 'headers'>) => requestId(raw),
    onProtoPoisoning: 'error',
    onConstructorPoisoning: 'error',
    // The router refuses these before any hook or filter.
    frameworkErrors: (error: Error, _request: FastifyRequest, reply: FastifyReply) => {
      void reply.headers(HEADERS);
      answerError(reply, toParleyError(error) ?? new ParleyError('INTERNAL'));
    },
    routerOptions: { maxParamLength: 128, ignoreTrailingSlash: false },
  });
}

/** Prefix, errors, validation and headers of the REST API; before init. */
export function configureHttp(app: NestFastifyApplication, logger: Logger): void {
  app.setGlobalPrefix(API_PREFIX.slice(1));
  app.useGlobalFilters(new ErrorFilter(logger));
  app.useGlobalPipes(validationPipe());
  const fastify: FastifyInstance = app.getHttpAdapter().getInstance();
  fastify.removeContentTypeParser('text/plain');
  takeJson(fastify, app.get(UnreadableBodies));
  fastify.addHook('onRequest', async (request, reply) => {
    void reply.headers({ ...HEADERS, 'x-request-id': request.id });
  });
  // Nest answers a POST with 201; here a POST may as well send again what is stored, so done is always 200.
  fastify.addHook('onSend', async (_request, reply) => {
    if (reply.statusCode === 201) void reply.code(200);
  });
}

/** As the framework does it, but for bytes that are no UTF-8: to put U+FFFD in their place would store what nobody wrote. */
function takeJson(fastify: FastifyInstance, unreadable: UnreadableBodies): void {
  const parse = fastify.getDefaultJsonParser('error', 'error');
  fastify.addHook('preParsing', async (request) => {
    if (request.method !== 'GET') await unreadable.check(request);
  });
  fastify.removeContentTypeParser('application/json');
  fastify.addContentTypeParser<Buffer>('application/json', { parseAs: 'buffer' }, (request, body, done) => {
    const refuse = (fault: Error): void => void unreadable.count(request).finally(() => done(fault));
    if (!isUtf8(body)) return refuse(badRequest([{ message: 'the body is not valid UTF-8' }]));
    const text = body.toString('utf8');
    if (isTooDeep(text)) return refuse(badRequest([{ message: 'the body is nested too deep' }]));
    void parse(request, text, (fault, json) => (fault === null ? done(null, json) : refuse(fault)));
  });
}

/** The gateway hands its own id on, so that one id finds the lines of both. */
function requestId(raw: Pick<IncomingMessage, 'headers'>): string {
  const given = raw.headers['x-request-id'];
  return typeof given === 'string' && REQUEST_ID.test(given) ? given : randomUUID();
}
