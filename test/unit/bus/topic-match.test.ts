import { isTopicFilter, topicMatches } from '@loa/shared/topic-match';
import { describe, expect, it } from 'vitest';

describe('topic filters', () => {
  it.each([
    ['a/b', 'a/b', true],
    ['a/b', 'a/c', false],
    ['a/+/c', 'a/b/c', true],
    ['a/+', 'a/b/c', false],
    ['a/+', 'a', false],
    ['a/+', 'a/', true],
    ['a/#', 'a/b/c', true],
    ['a/#', 'a', true],
    ['#', 'a', true],
    ['#', '$SYS/a', false],
    ['+/a', '$SYS/a', false],
    ['$SYS/#', '$SYS/a', true],
    ['a', 'a/b', false],
  ])('%s matches %s: %s', (filter, topic, expected) => {
    expect(topicMatches(filter, topic)).toBe(expected);
  });

  it.each([
    ['a/+/b', true],
    ['#', true],
    ['a/#', true],
    ['', false],
    ['a+/b', false],
    ['a/#/b', false],
    ['a/b#', false],
    ['a\0b', false],
  ])('%s is well formed: %s', (filter, expected) => {
    expect(isTopicFilter(filter)).toBe(expected);
  });
});
