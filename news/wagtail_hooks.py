"""What news add to the admin: a button on the dashboard."""

from news.dashboard import write_news
from ogl_portal.workplace.actions import register_action

register_action(write_news, order=100)
