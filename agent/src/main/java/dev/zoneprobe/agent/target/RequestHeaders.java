// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.target;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The headers of a target's requests, as they are to be sent now.
///
/// A value that is in a file is read for each request, so that a renewed token is used at once.
/// While its file cannot be read, its last value is sent; if there never was one, the header is
/// left out. Thread-safe.
public final class RequestHeaders {
  private static final Logger LOG = LoggerFactory.getLogger(RequestHeaders.class);

  private final List<Header> headers;

  /// What each file held when it could last be read.
  private final Map<Path, String> held = new ConcurrentHashMap<>();

  /// Files that could not be read, or held no value, when they were tried last.
  private final Set<Path> failing = ConcurrentHashMap.newKeySet();

  public RequestHeaders(List<Header> headers) {
    this.headers = List.copyOf(headers);
  }

  /// Tells `receiver` name and value of each.
  public void forEach(BiConsumer<String, String> receiver) {
    for (Header header : headers) {
      value(header).ifPresent(value -> receiver.accept(header.name(), value));
    }
  }

  private Optional<String> value(Header header) {
    return switch (header.value()) {
      case Header.Text(String text) -> Optional.of(text);
      case Header.Content(Path file) -> content(header.name(), file);
    };
  }

  private Optional<String> content(String name, Path file) {
    try {
      held.put(file, new Header.Text(Files.readString(file).strip()).text());
      if (failing.remove(file)) {
        LOG.info("header {}: {} can be read again", name, file);
      }
    } catch (IOException | IllegalArgumentException e) {
      failed(name, file, e);
    }
    return Optional.ofNullable(held.get(file));
  }

  private void failed(String name, Path file, Exception why) {
    String instead = held.containsKey(file) ? "its last value is sent" : "the header is left out";
    if (failing.add(file)) {
      LOG.warn(
          "header {}: {} cannot be used, so {} (said once until it can be read again): {}",
          name,
          file,
          instead,
          why.toString());
    } else {
      LOG.debug("header {}: {} cannot be used, so {}: {}", name, file, instead, why.toString());
    }
  }
}
