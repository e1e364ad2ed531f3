// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.web;

import java.net.InetSocketAddress;

/// Where the collector answers HTTP.
///
/// @param address port 0 lets the system choose one
/// @param maxConnections how many connections may be open
public record WebSettings(InetSocketAddress address, int maxConnections) {}
