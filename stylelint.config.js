/** The standard rules for SCSS; each difference says why. */
export default {
  extends: "stylelint-config-standard-scss",
  rules: {
    "selector-class-pattern": [
      "^[a-z0-9]+(-[a-z0-9]+)*(__[a-z0-9]+(-[a-z0-9]+)*)?(--[a-z0-9]+(-[a-z0-9]+)*)?$",
      { message: "Classes are named as in BEM: block__element--modifier" },
    ],
    // :not(a):not(b) weighs as much as both, :not(a, b) as one of them.
    "selector-not-notation": null,
  },
};
