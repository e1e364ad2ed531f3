// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.measure.trace;

import java.net.InetSocketAddress;
import java.util.Optional;

/// Between which addresses an attempt's connection ran, or was to run. Immutable.
///
/// @param local absent if the connection was never established
public record Addresses(Optional<InetSocketAddress> local, InetSocketAddress remote) {}
