/**
 * What Parley is held against: the chat that a developer writes in an afternoon with Socket.IO and one Postgres, by the guarantees
 * of Socket.IO's own tutorial (steps 7 and 8: an offset by the server to catch up from, an offset by the client to tell retries by).
 * Tuned where that takes a line: prepared statements, a sized pool, one round trip a send, one encoding a broadcast. Of the tutorial
 * connectionStateRecovery is left out: it keeps what was sent for two minutes in memory, which is gone with the process, and
 * catching up from the offset does the same.
 */
import { createServer } from 'node:http';

import pg from 'pg';
import { Server, type Socket } from 'socket.io';

const { DATABASE_URL, PORT, POOL = '20' } = process.env;
const PAGE = 200;

interface User {
  id: number;
  conversations: number[];
}

interface Send {
  conversationId: number;
  clientOffset: string;
  text: string;
}

interface Message extends Send {
  id: number;
  senderId: number;
}

type Answer = (answer: object) => void;
type Chat = Socket<Record<string, (asked: never, answer: Answer) => void>, Record<string, (told: object) => void>>;

// Ids stay below 2^53.
pg.types.setTypeParser(pg.types.builtins.INT8, Number);
const pool = new pg.Pool({ connectionString: DATABASE_URL, max: Number(POOL), idleTimeoutMillis: 0 });
// A connection that is lost while nobody uses it must not end the process; the next one is made when it is needed.
pool.on('error', (error) => console.error(error.message));

async function query<R extends pg.QueryResultRow>(name: string, text: string, values: unknown[]): Promise<R[]> {
  return (await pool.query<R>({ name, text, values })).rows;
}

async function signIn(token: unknown): Promise<User | undefined> {
  const [user] = await query<User>(
    'sign-in',
    `select u.id, coalesce(array_agg(m.conversation_id) filter (where m.user_id is not null), '{}') as conversations
       from users u left join members m on m.user_id = u.id where u.token = $1 group by u.id`,
    [token],
  );
  return user;
}

/** The new id, or nothing where the message is there already. */
async function insert(userId: number, { conversationId, clientOffset, text }: Send): Promise<number | undefined> {
  const [row] = await query<{ id: number }>(
    'insert',
    `insert into messages (conversation_id, sender_id, client_offset, content) values ($1, $2, $3, $4)
     on conflict (client_offset) do nothing returning id`,
    [conversationId, userId, clientOffset, text],
  );
  return row?.id;
}

async function idOf(clientOffset: string): Promise<number | undefined> {
  const rows = await query<{ id: number }>('id-of', 'select id from messages where client_offset = $1', [clientOffset]);
  return rows[0]?.id;
}

const COLUMNS = `id, conversation_id as "conversationId", sender_id as "senderId", client_offset as "clientOffset", content as text`;

function history(conversationId: number, after: number): Promise<Message[]> {
  return query<Message>(
    'history',
    `select ${COLUMNS} from messages where conversation_id = $1 and id > $2 order by id limit ${PAGE}`,
    [conversationId, after],
  );
}

function missed(conversations: number[], after: number): Promise<Message[]> {
  return query<Message>(
    'missed',
    `select ${COLUMNS} from messages where conversation_id = any($1) and id > $2 order by id`,
    [conversations, after],
  );
}

async function newest(): Promise<number> {
  const [row] = await query<{ id: number | null }>('newest', 'select max(id) as id from messages', []);
  return row?.id ?? 0;
}

const roomOf = (conversationId: number): string => `conversation ${conversationId}`;

async function serve(socket: Chat, { id: userId, conversations }: User): Promise<void> {
  socket.on('send', (send: Send, answer) => void take(socket, userId, { send, answer }));
  socket.on('history', (asked: { conversationId: number; after: number }, answer) => {
    if (!socket.rooms.has(roomOf(asked.conversationId))) return answer({ ok: false, error: 'not a member' });
    void history(asked.conversationId, asked.after).then(
      (messages) => answer({ ok: true, messages, hasMore: messages.length === PAGE }),
      () => answer({ ok: false, error: 'try again' }),
    );
  });
  await socket.join(conversations.map(roomOf));
  const { serverOffset } = socket.handshake.auth as { serverOffset?: unknown };
  if (typeof serverOffset === 'number') {
    for (const message of await missed(conversations, serverOffset)) socket.emit('message', message);
    socket.emit('ready', { serverOffset });
  } else {
    socket.emit('ready', { serverOffset: await newest() });
  }
}

async function take(socket: Chat, senderId: number, { send, answer }: { send: Send; answer: Answer }): Promise<void> {
  const room = roomOf(send.conversationId);
  if (!socket.rooms.has(room)) return answer({ ok: false, error: 'not a member' });
  try {
    const id = await insert(senderId, send);
    if (id === undefined) return answer({ ok: true, id: await idOf(send.clientOffset) });
    socket.to(room).emit('message', { id, senderId, ...send });
    answer({ ok: true, id });
  } catch (error) {
    // No answer: the client sends it again.
    console.error(error instanceof Error ? error.message : error);
  }
}

const http = createServer();
const io = new Server<Record<string, never>, Record<string, (told: object) => void>>(http, {
  transports: ['websocket'],
  serveClient: false,
});
io.use((socket, next) => {
  signIn((socket.handshake.auth as { token?: unknown }).token).then(
    (user) => {
      (socket.data as { user?: User | undefined }).user = user;
      next(user === undefined ? new Error('who are you?') : undefined);
    },
    () => next(new Error('try again')),
  );
});
io.on('connection', (socket) => {
  const { user } = socket.data as { user: User };
  // Who could not be told what was missed comes again.
  serve(socket as unknown as Chat, user).catch(() => socket.conn.close());
});
// Started by a bench: it ends with it.
process.once('disconnect', () => process.exit());
http.listen(Number(PORT), '127.0.0.1', 4096);
