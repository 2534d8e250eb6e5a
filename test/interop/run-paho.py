"""Runs the cases of Eclipse Paho's MQTT 3.1.1 interoperability client against a port and says how each ended.

python3 run-paho.py FOLDER HOST PORT [TOKEN]; FOLDER is `interoperability` of a checkout. With TOKEN every client signs in by its
client id and that password, and has a keepalive where a case names none.
"""
import json
import sys
import traceback
import unittest

folder, host, port = sys.argv[1], sys.argv[2], int(sys.argv[3])
sys.path.insert(0, folder)
import client_test as paho  # noqa: E402

paho.host, paho.port = host, port
paho.topics = ("TopicA", "TopicA/B", "Topic/C", "TopicA/C", "/TopicA")
paho.wildtopics = ("TopicA/+", "+/C", "#", "/#", "/+", "+/+", "TopicA/#")
paho.nosubscribe_topics = ("test/nosubscribe",)

heard = 0
arrived = paho.Callbacks.publishArrived


def count(self, *message):
    global heard
    heard += 1
    return arrived(self, *message)


paho.Callbacks.publishArrived = count

if len(sys.argv) > 4:
    connect = paho.mqtt_client.Client.connect

    def as_box(self, *args, **options):
        name = self.clientid
        options["username"] = name if isinstance(name, bytes) else name.encode("utf-8")
        options["password"] = sys.argv[4].encode("utf-8")
        # The cases say nothing of it mostly, and nothing is 0; those that mean 0 say so.
        options.setdefault("keepalive", 60)
        return connect(self, *args, **options)

    paho.mqtt_client.Client.connect = as_box


def say(case, outcome, detail=""):
    print("CASE " + json.dumps({"case": case, "outcome": outcome, "detail": detail}), flush=True)


class Result(unittest.TestResult):
    def addSuccess(self, test):
        say(test._testMethodName, "passed")

    def addFailure(self, test, err):
        say(test._testMethodName, "failed", traceback.format_exception_only(err[0], err[1])[-1].strip())

    def addError(self, test, err):
        name = getattr(test, "_testMethodName", str(test))
        say(name, "failed", traceback.format_exception_only(err[0], err[1])[-1].strip())


loader = unittest.TestLoader()
names = loader.getTestCaseNames(paho.Test) + ["will_message_test"]
unittest.TestSuite([paho.Test(name) for name in names]).run(Result())
print("HEARD " + str(heard), flush=True)
