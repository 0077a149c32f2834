/** What `./parley bench` measures, and with which options. Nothing is imported here: the usage names them before anything is built. */
export const SCENARIOS = {
  floor: '[--rate 4500] [--seconds 15] [--users 10000]',
  mixed:
    '[--rate 2000] [--seconds 30] [--warm-up 5] [--users 10000] [--connections N] [--seed 1] [--groups 10] [--parser json|msgpack] [--aged 5000000] [--find-max [--svg file]] [--running | --processes ...]',
  overload:
    '[--peak N] [--seconds 60] [--warm-up 5] [--users 10000] [--seed 1] [--groups 10] [--running | --processes ...]',
  drain:
    '[--rate 1000] [--warm-up 5] [--users 10000] [--seed 1] [--groups 10] [--processes gateway=2,logic=2,worker=1]',
  herd: '[--connections 10000] [--rate 500] [--seconds 15] [--warm-up 5] [--seed 1] [--groups 10] [--processes gateway=2,logic=1,worker=1]',
  hot: '[--seconds 20] [--warm-up 5] [--connections 60] [--in-flight 32] [--running | --processes ...]',
  fanout:
    '[--members 2000] [--open 100] [--deliveries 15000] [--seconds 20] [--warm-up 5] [--parser json|msgpack] [--running | --processes ...]',
  idle: '[--connections 5000] [--settle 60] [--seconds 30] [--running | --processes ...]',
  chatlist: '[--conversations 5000] [--running | --processes ...]',
  receipts: '[--members 2000] [--rounds 10] [--running | --processes ...]',
  presence: '[--users 10000] [--seconds 30] [--leaving 100] [--screen 30] [--running | --processes ...]',
  sync: '[--missed 10000] [--conversations 1000] [--running | --processes ...]',
  startup: '[--rounds 3]',
  soak: '[--minutes 10] [--rate 1000] [--users 2000] [--every 15] [--seed 1] [--processes ...]',
  shards: '[--count 1,2,4] [--seconds 15] [--warm-up 5] [--people 400] [--in-flight 8] [--processes ...]',
  peer: 'socketio [--scenario mixed|find-max|hot|fanout|overload|faults] [options of that scenario]',
  abuse:
    '[--only name,...] [--seconds 15] [--rate 300] [--users 1000] [--conversations 50000] [--members 10000] [--typists 10000] [--seed 1] [--running | --processes ...]',
  web: '[--conversations 5000] [--messages 100000] [--minutes 60] [--slow-down 4]',
} as const;
