// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.web;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.http.HttpStatus;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReentrantLock;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.EofException;

/// Answers scrapes in the format that they ask for.
///
/// An answer is written whole before its first byte is sent, so a failing one is a status 500 and
/// never half an answer. In a large cluster it takes some 10 MB until its reader has it, so only a
/// few are answered at a time. If none of them ends while the next one waits, the one that has been
/// read longest gives way: slow readers neither fill the memory nor keep others out. Thread-safe.
public final class Scrapes implements Handler {
  private static final int MOST_AT_A_TIME = 3;
  private static final Duration BEFORE_ONE_GIVES_WAY = Duration.ofSeconds(2);

  /// Prometheus has given up by then, unless it is told otherwise.
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);

  private final PrometheusRegistry metrics;
  private final Duration longestWait;
  private final ExpositionFormats formats = ExpositionFormats.init();
  private final Counter refused;
  private final Counter cutOff;
  private final Semaphore room = new Semaphore(MOST_AT_A_TIME);

  /// Held by the one who waits for room, so that as many give way as are in its way; fair.
  private final ReentrantLock next = new ReentrantLock(true);

  /// To whom answers are being sent, the longest first.
  @GuardedBy("readers")
  private final Set<EndPoint> readers = new LinkedHashSet<>();

  /// @param metrics that are exposed
  /// @param meters where it counts
  public Scrapes(PrometheusRegistry metrics, MeterRegistry meters) {
    this(metrics, meters, LONGEST_WAIT);
  }

  Scrapes(PrometheusRegistry metrics, MeterRegistry meters, Duration longestWait) {
    this.metrics = metrics;
    this.longestWait = longestWait;
    refused =
        Counter.builder("zoneprobe.collector.scrapes.refused")
            .description("Scrapes that were not answered because too many others were")
            .register(meters);
    cutOff =
        Counter.builder("zoneprobe.collector.scrapes.cut.off")
            .description("Scrapes that ended because they were read slowly while others waited")
            .register(meters);
  }

  @Override
  public void handle(Context context) throws IOException, InterruptedException {
    if (!hasRoom()) {
      refused.increment();
      context.status(HttpStatus.SERVICE_UNAVAILABLE);
      context.header("Retry-After", Long.toString(LONGEST_WAIT.toSeconds()));
      context.result("too many scrapes at a time\n");
      return;
    }
    try {
      send(written(context), context);
    } finally {
      room.release();
    }
  }

  /// Waits for room, and makes some if there is none in time.
  private boolean hasRoom() throws InterruptedException {
    if (!next.tryLock(longestWait.toMillis(), MILLISECONDS)) {
      return false;
    }
    try {
      while (!room.tryAcquire(BEFORE_ONE_GIVES_WAY.toMillis(), MILLISECONDS)) {
        cutOffLongest();
      }
      return true;
    } finally {
      next.unlock();
    }
  }

  private void cutOffLongest() {
    Optional<EndPoint> longest;
    synchronized (readers) {
      longest = readers.stream().findFirst();
      longest.ifPresent(readers::remove);
    }
    longest.ifPresent(reader -> {
      cutOff.increment();
      reader.close(new EofException("read too slowly"));
    });
  }

  private ByteArrayOutputStream written(Context context) throws IOException {
    ExpositionFormatWriter format = formats.findWriter(context.header("Accept"));
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    format.write(body, metrics.scrape());
    context.contentType(format.getContentType());
    return body;
  }

  /// Returns when the reader has all of it, or is gone.
  private void send(ByteArrayOutputStream body, Context context) {
    EndPoint reader =
        ServletContextRequest.getServletContextRequest(context.req())
            .getConnectionMetaData()
            .getConnection()
            .getEndPoint();
    synchronized (readers) {
      readers.add(reader);
    }
    try {
      body.writeTo(context.outputStream());
    } catch (IOException _) {
      reader.close(); // half an answer must not look like a whole one
    } finally {
      synchronized (readers) {
        readers.remove(reader);
      }
    }
  }
}
