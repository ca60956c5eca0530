package io.kindred.flink.kafka;

import org.apache.flink.api.connector.source.SourceEvent;

/** From a reader to the enumerator: another topic has the name of one that was read. */
record RediscoveryEvent() implements SourceEvent {}
