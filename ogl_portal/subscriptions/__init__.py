"""E-mail subscriptions of readers: double opt-in, daily or weekly digests, one-click unsubscribe, bounces."""
