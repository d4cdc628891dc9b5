from django.apps import AppConfig


class SubscriptionsConfig(AppConfig):
    name = "ogl_portal.subscriptions"

    def ready(self) -> None:
        from django.db.models.signals import post_save

        from ogl_portal.core import navigation
        from ogl_portal.jobs import scheduled
        from ogl_portal.legal import sections
        from ogl_portal.mail.sending import address_refused
        from ogl_portal.subscriptions import bounces, editions, lifecycle, offer, privacy
        from ogl_portal.subscriptions.models import SubscriptionSettings

        scheduled.every("subscriptions.editions", minutes=0, run=editions.run, apart=True)
        scheduled.every("subscriptions.forget_unconfirmed", minutes=30, run=lifecycle.forget_unconfirmed)
        navigation.add_service("mail", offer.service)
        post_save.connect(navigation.forget, sender=SubscriptionSettings, dispatch_uid="subscriptions.offer")
        sections.register(privacy.section)
        address_refused.connect(bounces.take_refusal, dispatch_uid="subscriptions.refused")
