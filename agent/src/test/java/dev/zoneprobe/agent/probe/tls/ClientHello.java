// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.probe.tls;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/// The first message of a TLS client as a server reads it (RFC 8446 section 4.1.2).
///
/// @param offersToResume whether it brings a ticket of an earlier session: in `pre_shared_key` (TLS
///   1.3), or in `session_ticket` (TLS 1.2)
/// @param serverName which host it asks for (RFC 6066 section 3)
public record ClientHello(boolean offersToResume, Optional<String> serverName) {
  private static final int RECORD_AND_MESSAGE_HEADERS = 5 + 4;
  private static final int VERSION_AND_RANDOM = 2 + 32;
  private static final int SERVER_NAME = 0;
  private static final int LIST_AND_NAME_HEADERS = 2 + 1 + 2;
  private static final int SESSION_TICKET = 35;
  private static final int PRE_SHARED_KEY = 41;

  /// Reads one that begins now.
  public static ClientHello read(InputStream bytes) throws IOException {
    DataInputStream in = new DataInputStream(bytes);
    in.skipNBytes(RECORD_AND_MESSAGE_HEADERS + VERSION_AND_RANDOM);
    in.skipNBytes(in.readUnsignedByte()); // session
    in.skipNBytes(in.readUnsignedShort()); // cipher suites
    in.skipNBytes(in.readUnsignedByte()); // compressions
    boolean offers = false;
    Optional<String> name = Optional.empty();
    int left = in.readUnsignedShort();
    while (left > 0) {
      int type = in.readUnsignedShort();
      int length = in.readUnsignedShort();
      byte[] content = in.readNBytes(length);
      left -= 4 + length;
      if (type == SERVER_NAME) {
        int rest = length - LIST_AND_NAME_HEADERS;
        name = Optional.of(new String(content, LIST_AND_NAME_HEADERS, rest, US_ASCII));
      }
      offers |= type == PRE_SHARED_KEY || (type == SESSION_TICKET && length > 0);
    }
    return new ClientHello(offers, name);
  }
}
