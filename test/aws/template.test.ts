import { describe, expect, it } from 'vitest';
import { circle, danglingReference, schemaProblems, type Template } from './template.ts';

const queue = (Properties: object): Template => ({ Resources: { Q: { Type: 'AWS::SQS::Queue', Properties } } });

describe('a template', () => {
  it('that is right has nothing against it', () => {
    const good = queue({
      DelaySeconds: 5,
      QueueName: { 'Fn::Join': ['-', ['q', { Ref: 'AWS::StackName' }]] },
      Tags: [{ Key: 'a', Value: 'b' }],
      RedrivePolicy: { any: 'json' },
    });
    expect(schemaProblems(good)).toEqual([]);
    expect(danglingReference(good)).toBeNull();
    expect(circle(good)).toBeNull();
  });

  it.each<[string, Template, string]>([
    ['an unknown type', { Resources: { Q: { Type: 'AWS::SQS::Line' } } }, 'Q: there is no type AWS::SQS::Line'],
    ['an unknown property', queue({ DelayedSeconds: 1 }), 'Q: there is no property DelayedSeconds'],
    ['a word for a number', queue({ DelaySeconds: 'abc' }), 'Q.DelaySeconds: an integer is wanted, not "abc"'],
    ['half a second', queue({ DelaySeconds: 0.5 }), 'Q.DelaySeconds: an integer is wanted, not 0.5'],
    ['a map for a list', queue({ Tags: { a: 'b' } }), 'Q.Tags: a list is wanted, not {"a":"b"}'],
    ['a missing property', { Resources: { F: { Type: 'AWS::Lambda::Url', Properties: { AuthType: 'NONE' } } } }, 'F: TargetFunctionArn is missing'],
    [
      'an unknown property further in',
      { Resources: { F: { Type: 'AWS::Lambda::EventSourceMapping', Properties: { FunctionName: 'f', ScalingConfig: { MaxConcurrency: 2 } } } } },
      'F.ScalingConfig: there is no property MaxConcurrency',
    ],
    [
      'a wrong value in a list',
      { Resources: { F: { Type: 'AWS::Lambda::EventSourceMapping', Properties: { FunctionName: 'f', FunctionResponseTypes: [7] } } } },
      'F.FunctionResponseTypes[0]: ',
    ],
  ])('is told of %s', (_, template, problem) => {
    expect(schemaProblems(template)).toEqual([expect.stringContaining(problem)]);
  });

  it.each([
    ['a Ref', { Ref: 'Nothing' }],
    ['a GetAtt', { 'Fn::GetAtt': ['Nothing', 'Arn'] }],
    ['a Ref inside', { 'Fn::Join': ['-', ['a', { Ref: 'Nothing' }]] }],
  ])('is told of %s that leads nowhere', (_, QueueName) => {
    expect(danglingReference(queue({ QueueName }))).toContain('Nothing');
  });

  it.each<[string, object, object]>([
    ['Ref', { QueueName: { Ref: 'B' } }, { QueueName: { Ref: 'A' } }],
    ['GetAtt', { RedrivePolicy: { deadLetterTargetArn: { 'Fn::GetAtt': ['B', 'Arn'] } } }, { QueueName: { 'Fn::Join': ['', ['x', { Ref: 'A' }]] } }],
  ])('is told of a circle by %s', (_, a, b) => {
    const Type = 'AWS::SQS::Queue';
    expect(circle({ Resources: { A: { Type, Properties: a }, B: { Type, Properties: b } } })).toBe('A → B → A');
  });
});
