/** What a collection begins with where `slip save` makes one. */
export const NEW_COLLECTION = '# Saved requests: slip run lists them, slip run NAME sends one.\n';

/** A first collection, against the demo API. */
export const FIRST_COLLECTION = `# yaml-language-server: $schema=./slip.schema.json
# Saved requests. \`slip demo\` serves the API that these go to; then
#   slip run                      lists what there is
#   slip run read-book            prints one answer, after what it needs: slip run read-book | jq .title
#   slip run --test               runs all of it as a test
# \`slip collection schema > slip.schema.json\` lets an editor complete this file.
name: Library desk
base: http://localhost:4000

# Values for {{name}}; slip run --var who=grace sets another one.
vars:
  who: ada

# What is different where: slip run --env staging.
envs:
  staging:
    base: https://staging.library.example/v1

requests:
  add-book:
    description: Puts a book on the shelf
    request: POST /books
    json:
      title: Dune
      year: 1965
      author: "{{who}}"
    expect:
      status: 201
      body:
        $.title: Dune
        $.id: { type: integer }
    # Later requests use it as {{id}}.
    save:
      id: $.id

  read-book:
    request: GET /books/{{id}}
    expect:
      status: 200
      body: { $.title: Dune }
      time: < 2s

  remove-book:
    request: DELETE /books/{{id}}
    # Also when something before has failed.
    always: true
    expect: 204
`;
