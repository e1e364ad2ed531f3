// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
/// Name lookups on the wire: nameservers asked over sockets of our own, timed, never from a cache.
///
/// The agent's wiring comes in to make probes and lookups; other probes see only
/// [dev.zoneprobe.agent.probe.NameLookup].
@NullMarked
package dev.zoneprobe.agent.probe.dns;

import org.jspecify.annotations.NullMarked;
