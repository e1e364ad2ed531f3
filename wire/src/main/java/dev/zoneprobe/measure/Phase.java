// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.measure;

/// A named part of an attempt; `docs/measurement.md` defines the start and end event of each.
///
/// The phases from [#DNS_LOOKUP] to [#TRANSFER] are disjoint and follow each other in this order.
public enum Phase implements Label {
  /// First query written, until a usable answer (search list, CNAMEs and TCP fallback included).
  DNS_LOOKUP,
  /// `connect` called, until the connection is established.
  TCP_CONNECT,
  /// ClientHello, until the handshake is finished.
  TLS_HANDSHAKE,
  /// HTTP/2 preface written, until the server's SETTINGS are received.
  HTTP2_SETUP,
  /// Last byte of the request written, until the first byte of the response.
  ROUND_TRIP,
  /// First byte of the response, until its end (gRPC: trailers).
  TRANSFER,
  /// The attempt begins, until it ends.
  TOTAL,
  /// Due moment, until the attempt begins.
  LATE,
  /// Due moment, until the attempt succeeds, or to its deadline if it does not: what an objective
  /// is computed from.
  RESPONSE,
  /// The kernel's own smoothed round trip time (`tcpi_rtt` of `tcp_info`), read once at the end.
  KERNEL_RTT
}
