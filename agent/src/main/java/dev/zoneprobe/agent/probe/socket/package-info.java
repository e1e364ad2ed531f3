// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
/// What probes need that work a socket of the Java runtime: the kernel's word on it, and somebody
/// who somebody who gives it up in time. The probes of TCP and HTTP come in, and the wiring.
@NullMarked
package dev.zoneprobe.agent.probe.socket;

import org.jspecify.annotations.NullMarked;
