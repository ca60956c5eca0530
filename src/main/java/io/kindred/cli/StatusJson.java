package io.kindred.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kindred.flink.cluster.JobReport;
import io.kindred.flink.cluster.JobReport.Checkpoint;
import io.kindred.flink.operator.JobCounts;
import io.kindred.storage.shard.ShardMeta.Count;
import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;

/** How the jobs of a cluster are, as one JSON object on a line. Null is what is not known. */
final class StatusJson {

    private StatusJson() {}

    static String of(String cluster, List<JobReport> jobs) {
        ObjectNode all = JsonNodeFactory.instance.objectNode();
        all.put("cluster", cluster);
        all.put("ok", jobs.stream().allMatch(job -> job.problem().isEmpty()));
        jobs.forEach(job -> write(job, all.withArray("/jobs").addObject()));
        if (jobs.isEmpty()) {
            all.putArray("jobs");
        }
        return all.toString();
    }

    private static void write(JobReport job, ObjectNode json) {
        json.put("id", job.id());
        json.put("name", job.name());
        json.put("state", job.state().toString());
        json.put("age_ms", job.age().toMillis());
        json.put("problem", job.problem().orElse(null));
        json.set("checkpoint", null);
        job.checkpoint().ifPresent(each -> write(each, json.putObject("checkpoint")));
        json.put("interval_ms", job.interval().map(Duration::toMillis).orElse(null));
        json.put("restarts", orNull(job.restarts()));
        json.putArray("sources");
        for (JobReport.Source source : job.sources()) {
            json.withArray("/sources")
                    .addObject()
                    .put("name", source.name())
                    .put("state", source.state())
                    .put("lag", orNull(source.lag()));
        }
        JobCounts counts = job.counts();
        boolean isKnown = counts.isReported();
        json.put("records_read", isKnown ? counts.read() : null);
        json.put("dead_letters", isKnown ? counts.deadLetters() : null);
        json.put("entities", isKnown ? counts.get(Count.ENTITIES) : null);
        json.put("largest_entity", counts.largestEntity() == 0 ? null : counts.largestEntity());
    }

    private static void write(Checkpoint checkpoint, ObjectNode json) {
        json.put("id", checkpoint.id());
        json.put("completed", checkpoint.completed().toString());
        json.put("age_ms", checkpoint.age().toMillis());
        json.put("path", checkpoint.path());
    }

    private static @Nullable Long orNull(OptionalLong number) {
        return number.isPresent() ? number.getAsLong() : null;
    }
}
