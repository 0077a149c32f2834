"""A Parley client in Python, whole and small: signs in, makes a group, sends, receives, and reads the history.

    pip install -r requirements.txt
    PARLEY_PASSWORD=... python parley_example.py http://127.0.0.1:8080 my-login other-login "Hello from Python"

The protocol is docs/wire.md, the REST routes are docs/openapi.json. What a real client adds: a stored cursor, retries of
sends with the same clientMsgId until they are acked, and a pull whenever it sees a gap.
"""

import json
import os
import queue
import sys
import uuid

import requests
import socketio

PROTOCOL = [1, 1]
DEVICE_NAME = "Python example"


class Refused(Exception):
    """The server answered with an error: its code says what, its message says what to do."""

    def __init__(self, error):
        super().__init__(f"{error['code']}: {error['message']}")
        self.code = error["code"]


class Rest:
    """The routes under /api/v1; the access token travels in a header, never in an address."""

    def __init__(self, origin):
        self.base = f"{origin}/api/v1"
        self.http = requests.Session()

    def call(self, method, path, body=None):
        answer = self.http.request(method, self.base + path, json=body, timeout=30)
        data = answer.json()
        if not answer.ok:
            raise Refused(data)
        return data

    def sign_in(self, login, password):
        device = {"name": DEVICE_NAME, "platform": "bot"}
        session = self.call("POST", "/auth/login", {"login": login, "password": password, "device": device, "session": "token"})
        self.http.headers["Authorization"] = f"Bearer {session['accessToken']}"
        return session


class Device:
    """One connection: events come in, requests go out and are answered."""

    def __init__(self, origin, session):
        self.me = session["me"]
        self.inbox = {}  # inboxSeq -> entry: a repeated event changes nothing
        self.news = queue.Queue()
        self.ready = queue.Queue()
        self.sio = socketio.Client(reconnection=False)
        self.listen()
        auth = {"token": session["accessToken"], "deviceId": self.me["deviceId"], "protocol": PROTOCOL}
        self.sio.connect(origin, auth=auth, transports=["websocket"], wait_timeout=10)
        self.ready.get(timeout=10)  # from here on nothing is missed

    def listen(self):
        self.sio.on("ready", self.ready.put)
        self.sio.on("event", self.on_event)

    def on_event(self, frame):
        for entry in frame["entries"]:
            if entry["inboxSeq"] not in self.inbox:
                self.inbox[entry["inboxSeq"]] = entry
                self.news.put(entry)

    def ask(self, event, payload):
        """Every event is acked: {ok: true, data} or {ok: false, error}."""
        answer = self.sio.call(event, payload, timeout=15)
        if not answer["ok"]:
            raise Refused(answer["error"])
        return answer["data"]

    def send(self, conversation_id, text):
        """The ack means: committed. Without one, send again with the same clientMsgId."""
        message = {
            "conversationId": conversation_id,
            "clientMsgId": f"py_{uuid.uuid4().hex}",
            "content": {"type": "text", "text": text},
        }
        return message, self.ask("message.send", message)

    def wait_for_text(self, conversation_id, timeout):
        """The next text of somebody else in this conversation; system messages pass by."""
        while True:
            entry = self.news.get(timeout=timeout)
            message = entry.get("message")
            if entry["conversationId"] == conversation_id and message and message["content"]["type"] == "text":
                return message


def say(step, **facts):
    print(json.dumps({"step": step, **facts}, ensure_ascii=False), flush=True)


def main(origin, login, other_login, text):
    rest = Rest(origin)
    session = rest.sign_in(login, os.environ["PARLEY_PASSWORD"])
    say("signed in", userId=session["me"]["userId"])

    other = rest.call("GET", f"/users?query={other_login}")["users"][0]
    key = f"py_{uuid.uuid4().hex}"  # the same key again is the same group
    group = {"kind": "group", "key": key, "name": "Python 小组", "userIds": [other["userId"]]}
    conversation = rest.call("POST", "/conversations", group)
    conversation_id = conversation["conversationId"]
    say("group made", conversationId=conversation_id, name=conversation["name"], members=conversation["memberCount"])

    device = Device(origin, session)
    message, sent = device.send(conversation_id, text)
    again = device.ask("message.send", message)
    say("sent", seq=sent["seq"], sameAgain=again["messageId"] == sent["messageId"])

    answer = device.wait_for_text(conversation_id, timeout=60)
    device.ask("receipt.read", {"conversationId": conversation_id, "seq": answer["seq"]})
    say("received", seq=answer["seq"], text=answer["content"]["text"])

    history = rest.call("GET", f"/conversations/{conversation_id}/messages?limit=50")
    said = [m["content"]["text"] if m["content"]["type"] == "text" else m["content"]["system"]["event"] for m in history["messages"]]
    say("history", seqs=[m["seq"] for m in history["messages"]], said=said)

    try:
        device.send("999999999999", "nobody is here")
    except Refused as refused:
        say("refused", code=refused.code)
    device.sio.disconnect()


if __name__ == "__main__":
    if len(sys.argv) != 5:
        sys.exit(__doc__)
    main(*sys.argv[1:])
