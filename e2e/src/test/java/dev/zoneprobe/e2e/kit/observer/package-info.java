/// What the outside sees of a running system: scrapes, a Prometheus, curl's timings.
///
/// End-to-end tests come in; nothing of the agent or the collector is imported here.
@NullMarked
package dev.zoneprobe.e2e.kit.observer;

import org.jspecify.annotations.NullMarked;
