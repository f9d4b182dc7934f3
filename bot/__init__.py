"""The conversation: people, chats, plans, replies; joins language and appliances."""
