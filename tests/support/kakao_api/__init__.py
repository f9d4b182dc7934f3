"""Doubles of KakaoTalk."""
