// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.probe.http;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.Supplier;

/// Tells the exchange that uses a connection what arrives on it, and when it is lost.
final class ResponseStream extends FilterInputStream {
  private final Supplier<HttpExchange> exchange;

  ResponseStream(InputStream in, Supplier<HttpExchange> exchange) {
    super(in);
    this.exchange = exchange;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    try {
      int count = in.read(bytes, offset, length);
      if (count < 0) {
        exchange.get().lostConnection();
      } else {
        exchange.get().received();
      }
      return count;
    } catch (IOException e) {
      exchange.get().lostConnection();
      throw e;
    }
  }
}
