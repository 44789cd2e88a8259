import type { LanguageId } from "../../languages.ts";

type Sample = { path: string; language: LanguageId; content: string };

/** A first file to try things on, by language. */
export const samples = {
  typescript: {
    path: "main.ts",
    language: "typescript",
    content: `// Everybody with the link writes here at the same time.
// Share this page's address, or use the Share button.

function greet(name: string): string {
  return \`Hello, \${name}!\`;
}

console.log(greet("Tandem"));
`,
  },
  javascript: {
    path: "main.js",
    language: "javascript",
    content: `// Counts how often each word occurs.
function countWords(text) {
  const counts = new Map();
  for (const word of text.toLowerCase().match(/\\p{L}+/gu) ?? []) {
    counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  return counts;
}

console.log(countWords("the quick fox and the lazy dog"));
`,
  },
  python: {
    path: "main.py",
    language: "python",
    content: `def binary_search(items: list[int], target: int) -> int | None:
    """The index of target in sorted items, or None."""
    low, high = 0, len(items)
    while low < high:
        middle = (low + high) // 2
        if items[middle] < target:
            low = middle + 1
        else:
            high = middle
    return low if low < len(items) and items[low] == target else None


print(binary_search([1, 3, 5, 8, 13], 8))
`,
  },
  go: {
    path: "main.go",
    language: "go",
    content: `package main

import (
	"fmt"
	"sync"
)

func main() {
	var group sync.WaitGroup
	results := make([]int, 5)
	for i := range results {
		group.Add(1)
		go func() {
			defer group.Done()
			results[i] = i * i
		}()
	}
	group.Wait()
	fmt.Println(results)
}
`,
  },
  rust: {
    path: "main.rs",
    language: "rust",
    content: `use std::collections::HashMap;

fn longest_unique(text: &str) -> usize {
    let mut seen = HashMap::new();
    let (mut start, mut longest) = (0, 0);
    for (i, c) in text.chars().enumerate() {
        if let Some(previous) = seen.insert(c, i) {
            start = start.max(previous + 1);
        }
        longest = longest.max(i + 1 - start);
    }
    longest
}

fn main() {
    println!("{}", longest_unique("abcabcbb"));
}
`,
  },
  java: {
    path: "Main.java",
    language: "java",
    content: `import java.util.ArrayDeque;
import java.util.Map;

public class Main {
    static final Map<Character, Character> PAIRS = Map.of(')', '(', ']', '[', '}', '{');

    static boolean isBalanced(String text) {
        var open = new ArrayDeque<Character>();
        for (char c : text.toCharArray()) {
            if (PAIRS.containsValue(c)) open.push(c);
            else if (PAIRS.containsKey(c) && (open.isEmpty() || open.pop() != PAIRS.get(c))) return false;
        }
        return open.isEmpty();
    }

    public static void main(String[] args) {
        System.out.println(isBalanced("{[()]}"));
    }
}
`,
  },
  cpp: {
    path: "main.cpp",
    language: "cpp",
    content: `#include <algorithm>
#include <iostream>
#include <vector>

int main() {
    std::vector<int> numbers{5, 3, 8, 1};
    std::ranges::sort(numbers);
    for (int number : numbers) std::cout << number << ' ';
    std::cout << '\\n';
}
`,
  },
  ruby: {
    path: "main.rb",
    language: "ruby",
    content: `def fizz_buzz(limit)
  (1..limit).map do |n|
    text = "#{'Fizz' if (n % 3).zero?}#{'Buzz' if (n % 5).zero?}"
    text.empty? ? n : text
  end
end

puts fizz_buzz(15)
`,
  },
  sql: {
    path: "main.sql",
    language: "sql",
    content: `-- The three customers who spent most this year.
select customers.name, sum(orders.total) as spent
from customers
join orders on orders.customer_id = customers.id
where orders.placed_at >= date_trunc('year', now())
group by customers.id
order by spent desc
limit 3;
`,
  },
  html: {
    path: "index.html",
    language: "html",
    content: `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <title>Written together</title>
    <style>
      body { font: 1rem/1.5 system-ui; margin: 3rem auto; max-width: 40rem; }
    </style>
  </head>
  <body>
    <h1>Written together</h1>
    <p>Change this line, and see who else does.</p>
  </body>
</html>
`,
  },
} satisfies Partial<Record<LanguageId, Sample>>;

export const findSample = (language: string): Sample | undefined =>
  Object.hasOwn(samples, language) ? samples[language as keyof typeof samples] : undefined;
