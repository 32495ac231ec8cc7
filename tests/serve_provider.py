"""A real OpenID Connect provider on loopback with two people: `python -m tests.serve_provider PORT`.

Anna is an editor, Bent has no role. The provider's pages lose the style sheet that they would fetch from elsewhere.
"""

import re
import sys

import flask
from oidc_provider_mock import User, app
from werkzeug.serving import make_server

USERS = (User(sub="anna", claims={"name": "Anna", "roles": ["redaktør"]}), User(sub="bent", claims={"roles": []}))

if __name__ == "__main__":
    provider = app(user_claims=USERS)

    @provider.after_request
    def plain(response: flask.Response) -> flask.Response:
        """The page without links to style sheets."""
        if response.mimetype == "text/html":
            response.set_data(re.sub(r"<link\b[^>]*>", "", response.get_data(as_text=True)))
        return response

    make_server("127.0.0.1", int(sys.argv[1]), provider, threaded=True).serve_forever()
