/// Servers that nobody here wrote, each a child process with its own configuration on free loopback
/// ports, and a certificate authority for them.
///
/// End-to-end tests come in. A server is ready when its `start` returns and gone after `close`.
@NullMarked
package dev.zoneprobe.e2e.kit.server;

import org.jspecify.annotations.NullMarked;
