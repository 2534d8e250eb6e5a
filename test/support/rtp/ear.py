"""Takes UDP packets and tells of each when the kernel had it: a line of JSON a packet.

    ear.py ADDRESS PORT [PORT...]    a multicast ADDRESS is joined on the loopback interface
"""
import json
import select
import socket
import struct
import sys

SO_TIMESTAMPNS, IP_RECVTTL, IP_RECVTOS = 35, 12, 13

address, ports = sys.argv[1], [int(port) for port in sys.argv[2:]]
sockets = {}
for port in ports:
    ear = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    ear.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    ear.setsockopt(socket.SOL_SOCKET, SO_TIMESTAMPNS, 1)
    ear.setsockopt(socket.IPPROTO_IP, IP_RECVTTL, 1)
    ear.setsockopt(socket.IPPROTO_IP, IP_RECVTOS, 1)
    ear.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 20)
    ear.bind((address, port))
    if int(address.split(".")[0]) >= 224:
        ear.setsockopt(
            socket.IPPROTO_IP,
            socket.IP_ADD_MEMBERSHIP,
            socket.inet_aton(address) + socket.inet_aton("127.0.0.1"),
        )
    sockets[ear] = port
print(json.dumps({"ready": True}), flush=True)

while True:
    for ear in select.select(list(sockets), [], [])[0]:
        data, extra, _, _ = ear.recvmsg(65536, 1024)
        seen = {"port": sockets[ear], "bytes": len(data), "head": data[:12].hex()}
        for level, kind, value in extra:
            if level == socket.SOL_SOCKET and kind == SO_TIMESTAMPNS:
                seconds, nanoseconds = struct.unpack("qq", value)
                seen["atMs"] = seconds * 1000 + nanoseconds / 1e6
            if level == socket.IPPROTO_IP and kind == socket.IP_TTL:
                seen["ttl"] = struct.unpack("i", value)[0]
            if level == socket.IPPROTO_IP and kind == socket.IP_TOS:
                seen["tos"] = value[0]
        print(json.dumps(seen), flush=True)
