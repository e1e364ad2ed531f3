/// The agent about itself: its meters, and the port on which they and its health can be read.
///
/// Only the agent's start comes in. What is counted stays with those who do it: meters are bound to
/// suppliers of their numbers, so that nobody on the way of the data knows this package.
@NullMarked
package dev.zoneprobe.agent.telemetry;

import org.jspecify.annotations.NullMarked;
