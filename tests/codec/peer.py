"""Python's side of the codec's differential tests.

`peer.py client` speaks with `xmlrpc.client`, `peer.py koji` with `koji.xmlrpcplus`, what hubs and clients run. Reads one
case a line on stdin, `{"load": BODY}` or `{"dump": VALUE, "method": NAME or null}` or `{"fault": [CODE, TEXT]}`, and
answers each with a line of JSON. Bodies are base64, values are tagged by their type so that JSON changes none.
"""

import base64
import json
import struct
import sys
from xmlrpc.client import Binary, DateTime, Fault

if sys.argv[1] == "koji":
    from koji import xmlrpcplus as codec
else:
    import xmlrpc.client as codec


def tag(value):
    if value is None:
        return {"nil": True}
    if isinstance(value, bool):
        return {"bool": value}
    if isinstance(value, int):
        return {"int": value}
    if isinstance(value, float):
        return {"double": struct.unpack("<q", struct.pack("<d", value))[0]}
    if isinstance(value, str):
        return {"string": value}
    if isinstance(value, DateTime):
        return {"time": value.value}
    if isinstance(value, (Binary, bytes)):
        return {"bytes": list(value.data if isinstance(value, Binary) else value)}
    if isinstance(value, (list, tuple)):
        return {"array": [tag(item) for item in value]}
    return {"struct": [[name, tag(member)] for name, member in value.items()]}


def untag(tagged):
    ((kind, value),) = tagged.items()
    if kind == "nil":
        return None
    if kind == "double":
        return struct.unpack("<d", struct.pack("<q", value))[0]
    if kind == "time":
        return DateTime(value)
    if kind == "bytes":
        return bytes(value)
    if kind == "array":
        return [untag(item) for item in value]
    if kind == "struct":
        return {name: untag(member) for name, member in value}
    return value


def dumps(params, **how):
    return base64.b64encode(codec.dumps(params, allow_none=True, **how).encode()).decode()


def answer(case):
    try:
        if "load" in case:
            params, method = codec.loads(base64.b64decode(case["load"]))
            return {"value": tag(params), "method": method}
        if "fault" in case:
            return {"body": dumps(Fault(*case["fault"]))}
        value = untag(case["dump"])
        if case["method"] is None:
            return {"body": dumps((value,), methodresponse=True)}
        return {"body": dumps(tuple(value), methodname=case["method"])}
    except Fault as fault:
        return {"fault": [fault.faultCode, fault.faultString]}
    except Exception as error:
        return {"error": f"{type(error).__name__}: {error}"}


for line in sys.stdin.buffer.readlines():
    print(json.dumps(answer(json.loads(line))))
