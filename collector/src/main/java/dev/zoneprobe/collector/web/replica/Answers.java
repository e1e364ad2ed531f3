// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.web.replica;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// Answers of others that can be read, and why others cannot. Not thread-safe.
public final class Answers {
  private final List<String> missing = new ArrayList<>();

  /// Reads what one of the others answered.
  @FunctionalInterface
  interface Reader<T> {
    T read(byte[] body) throws IOException;
  }

  /// Takes what one of the others answered.
  @FunctionalInterface
  public interface Taker {
    /// Takes the whole of it.
    ///
    /// @throws IOException if that cannot be read; nothing is taken then
    void take(byte[] body) throws IOException;
  }

  /// What `reader` makes of them, once each has come or its time is over.
  <T> List<T> of(Replicas.Asked asked, Reader<T> reader) {
    List<T> read = new ArrayList<>();
    tell(asked.replies(), body -> read.add(reader.read(body)));
    return read;
  }

  /// Tells `taker` what was answered.
  public void tell(List<Replicas.Reply> replies, Taker taker) {
    for (Replicas.Reply reply : replies) {
      reply.problem().ifPresent(missing::add);
      try {
        if (reply.body().isPresent()) {
          taker.take(reply.body().get());
        }
      } catch (IOException e) {
        missing.add(reply.address() + " answered what cannot be read");
      }
    }
  }

  /// Whose part is not in it, and why.
  public List<String> missing() {
    return missing;
  }
}
