"""Moving in from WordPress, which a site does once: it can be left out of INSTALLED_APPS."""
