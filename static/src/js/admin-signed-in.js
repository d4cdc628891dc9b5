// The end of signing in in a window of its own: the page with the form is told, and this window goes.
new BroadcastChannel("ogl-session").postMessage("signed-in");
window.close();
