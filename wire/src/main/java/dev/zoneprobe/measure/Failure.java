// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.measure;

/// Why an attempt failed: the closed list of reasons.
public enum Failure implements Label {
  /// The name does not exist (RCODE 3, RFC 1035 section 4.1.1).
  DNS_NXDOMAIN,
  /// The nameserver could not answer (RCODE 2, or any other code that has no reason of its own).
  DNS_SERVFAIL,
  /// The nameserver does not answer us (RCODE 5).
  DNS_REFUSED,
  /// No nameserver answered every question: in time, or at all, as where nothing listens.
  DNS_TIMEOUT,
  /// The answer is in order but holds no address of the wanted family.
  DNS_NO_ADDRESS,
  /// The peer answered the SYN with a reset: nothing listens.
  CONNECT_REFUSED,
  /// No route, or a router or firewall said no.
  CONNECT_UNREACHABLE,
  /// No SYN-ACK before the deadline.
  CONNECT_TIMEOUT,
  /// The connection was reset before it carried anything.
  CONNECT_RESET,
  /// The TLS handshake failed or did not end in time, for another reason than the certificate.
  TLS_HANDSHAKE,
  /// The peer's certificate is not trusted, expired, or for another name.
  TLS_CERTIFICATE,
  /// Connected, but the answer was not complete at the deadline.
  ROUND_TRIP_TIMEOUT,
  /// The peer closed or reset the connection before the answer was complete.
  RESPONSE_RESET,
  /// The HTTP status is not one of the expected.
  HTTP_STATUS,
  /// The HTTP body does not match what is expected.
  HTTP_BODY,
  /// The peer does not speak the protocol as it must.
  HTTP_PROTOCOL,
  /// The gRPC call ended with a status that means failure.
  GRPC_STATUS,
  /// The gRPC health service answered, but not `SERVING`.
  GRPC_NOT_SERVING,
  /// The peer had said that it is going away.
  PEER_DRAINING;

  /// The reason of an attempt whose deadline struck while `phase` was open.
  public static Failure timeoutDuring(Phase phase) {
    return switch (phase) {
      case DNS_LOOKUP -> DNS_TIMEOUT;
      case TCP_CONNECT -> CONNECT_TIMEOUT;
      case TLS_HANDSHAKE -> TLS_HANDSHAKE;
      case HTTP2_SETUP, ROUND_TRIP, TRANSFER, TOTAL, LATE, RESPONSE, KERNEL_RTT ->
          ROUND_TRIP_TIMEOUT;
    };
  }
}
