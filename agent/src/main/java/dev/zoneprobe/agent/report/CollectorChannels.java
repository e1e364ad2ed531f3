// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.report;

import io.grpc.ManagedChannel;
import java.net.InetSocketAddress;

/// How to connect to a collector: the one place where a transport and credentials are chosen.
@FunctionalInterface
public interface CollectorChannels {
  /// A new channel to `address`, which calls back on the report thread. The caller shuts it down.
  ///
  /// @param address resolved; its host string is the host as the operator wrote it
  ManagedChannel open(InetSocketAddress address);
}
