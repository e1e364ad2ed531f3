// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
/// What probes need that use a socket of the Java runtime: what the kernel knows about it, and a
/// watch that closes it at the deadline. The probes of TCP and HTTP come in, and the wiring.
@NullMarked
package dev.zoneprobe.agent.probe.socket;

import org.jspecify.annotations.NullMarked;
