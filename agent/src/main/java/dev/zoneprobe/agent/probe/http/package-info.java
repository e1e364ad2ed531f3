/// HTTP/1.1 probes, plain and over TLS. Only the wiring comes in, for [HttpProbe]; only this
/// package sees OkHttp.
@NullMarked
package dev.zoneprobe.agent.probe.http;

import org.jspecify.annotations.NullMarked;
