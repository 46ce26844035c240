"""Tencent Cloud's side: account and sign, the client that sends mixes, its patience, and what the codes mean.

    client = Client(app_id=1250000000, key=key)
    reply = client.send(lambda: payload, session="8888_denny")     # mixed, ended or superseded; or a SendError

The other way of the page: `credentials(account, now).document()` goes to the primary's app, which sends the mix
itself; the key stays here (Mix_StreamV2, notes). Importing this loads no requests: that is done by the first post.
"""

from layoutkit.tencent.account import LIFETIME_S, Account, Credentials, Secret, credentials, sign
from layoutkit.tencent.client import ENDPOINT, Client
from layoutkit.tencent.codes import PROFILES, Verdict, verdict
from layoutkit.tencent.reply import Reply

__all__ = [
    "ENDPOINT",
    "LIFETIME_S",
    "PROFILES",
    "Account",
    "Client",
    "Credentials",
    "Reply",
    "Secret",
    "Verdict",
    "credentials",
    "sign",
    "verdict",
]
