"""KakaoTalk: a channel chatbot's skill server, or (experimental) the bot gateway."""
