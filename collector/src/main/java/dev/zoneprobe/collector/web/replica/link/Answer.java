// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.web.replica.link;

import java.io.IOException;
import java.util.Optional;
import okhttp3.Headers;
import okhttp3.Response;
import okio.BufferedSource;

/// What a collector answered, whole.
public final class Answer {
  /// The longest answer, in bytes.
  public static final int MOST_BYTES = 64 << 20;

  private final int status;
  private final Headers headers;
  private final byte[] body;

  private Answer(int status, Headers headers, byte[] body) {
    this.status = status;
    this.headers = headers;
    this.body = body;
  }

  /// Reads it to its end.
  ///
  /// @throws IOException if it breaks off, or is longer than [#MOST_BYTES]
  static Answer read(Response response) throws IOException {
    BufferedSource body = response.body().source();
    if (body.request(MOST_BYTES + 1L)) {
      throw new IOException("an answer of more than " + MOST_BYTES + " bytes");
    }
    return new Answer(response.code(), response.headers(), body.readByteArray());
  }

  /// Of HTTP.
  public int status() {
    return status;
  }

  /// The last value of a header.
  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name));
  }

  /// To be read only.
  public byte[] body() {
    return body;
  }
}
