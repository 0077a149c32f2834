"""A second device of somebody in Python: prints each change of theirs as a line of JSON, until it is signed out.

    pip install -r requirements.txt
    PARLEY_PASSWORD=... python parley_watch.py http://127.0.0.1:8080 my-login

It stands beside parley_example.py. What a phone does with the same events: shows them. `read` takes the badge of a chat away,
`draft` puts what was typed elsewhere into its field, `message` is said by anybody.
"""

import os
import sys
import time

import parley_example
from parley_example import Device, Rest, say

BEAT_SECONDS = 30


class WatchingDevice(Device):
    """Hears of everything, and why the server ends the connection."""

    def __init__(self, origin, session):
        self.over = None
        super().__init__(origin, session)

    def listen(self):
        super().listen()
        self.sio.on("signal", self.on_signal)

    def on_event(self, frame):
        super().on_event(frame)
        for entry in frame["entries"]:
            say("told", kind=entry["kind"], conversationId=entry.get("conversationId"), entry=entry)

    def on_signal(self, signal):
        if signal["kind"] == "error" and signal["closing"]:
            self.over = signal["error"]


def main(origin, login):
    rest = Rest(origin)
    session = rest.sign_in(login, os.environ["PARLEY_PASSWORD"])
    device = WatchingDevice(origin, session)
    say("watching", deviceId=session["me"]["deviceId"])
    next_beat = time.monotonic() + BEAT_SECONDS
    while device.sio.connected:
        time.sleep(0.05)
        if time.monotonic() > next_beat:
            device.ask("heartbeat", {})
            next_beat += BEAT_SECONDS
    say("over", error=device.over)


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    parley_example.DEVICE_NAME = "Python watcher"
    main(*sys.argv[1:])
