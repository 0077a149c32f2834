/** Who acts, on which device: taken from a verified access token and from nowhere else. */
export type Actor = { userId: string; deviceId: string; role: 'member' | 'admin' | 'owner' };
