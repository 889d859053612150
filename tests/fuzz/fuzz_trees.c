/* trees: any text is an ensemble or is refused in one line that names the file. What is taken gives
 * what walking its nodes gives, and writing and reading it again changes nothing. */
#include "base/half.h"
#include "model/trees.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { MEMORY_BYTES = 64 << 20, ROWS = 4 };

static void must(bool is_so)
{
    if (!is_so) {
        abort();
    }
}

static float by_hand(const trees_file *file, const float *row)
{
    float sum = file->base_margin;

    for (size_t i = 0; i < file->count; i++) {
        const trees_node *node = file->trees[i].nodes;
        while (node->feature >= 0) {
            const float x = row[node->feature];
            const bool is_left = isnan(x) ? node->missing_left : x < node->threshold;
            node = &file->trees[i].nodes[is_left ? node->left : node->right];
        }
        sum += node->value;
    }
    return sum;
}

static void run(const trees_file *file, const trees *model)
{
    float row[JAGA_MODEL_FEATURES_MAX];
    double by_feature[JAGA_MODEL_FEATURES_MAX];

    for (uint32_t round = 0; round < ROWS; round++) {
        for (uint32_t i = 0; i < JAGA_MODEL_FEATURES_MAX; i++) {
            const uint32_t x = (i + 1) * 2654435761u * (round + 1);
            row[i] = x % 5 == 0 ? NAN : half_round((float)(x % 1000) / 7.0f - 70.0f);
        }
        const float margin = trees_full_margin(model, row);
        const trees_verdict verdict = trees_margin(model, row);
        must(margin == by_hand(file, row) && (!verdict.is_full || verdict.margin == margin));
        double sum = trees_explain(model, row, by_feature);
        for (size_t i = 0; i < JAGA_MODEL_FEATURES_MAX; i++) {
            sum += by_feature[i];
        }
        must(fabs(sum - (double)margin) <= 0.1 * (double)file->count);
        must(isfinite(trees_log2_odds(model, margin)));
    }
}

static void again(const trees_file *file, arena *memory)
{
    char *text[2] = { NULL, NULL };
    size_t length[2] = { 0, 0 };
    trees_file got = *file;

    for (int i = 0; i < 2; i++) {
        FILE *out = open_memstream(&text[i], &length[i]);
        must(out != NULL && trees_write(&got, out, NULL) == JAGA_OK && fclose(out) == 0);
        must(trees_read(&got, (jaga_span){ text[i], (uint32_t)length[i] }, "m", memory, NULL) ==
             JAGA_OK);
    }
    must(length[0] == length[1] && memcmp(text[0], text[1], length[0]) == 0);
    free(text[0]);
    free(text[1]);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    jaga_error err = { .text = "" };
    arena *memory = NULL;
    trees_file file;
    trees *model = NULL;

    must(arena_open(MEMORY_BYTES, &memory, NULL) == JAGA_OK);
    if (trees_read(&file, (jaga_span){ (const char *)data, (uint32_t)size }, "m.json", memory,
                   &err) != JAGA_OK) {
        must(strncmp(err.text, "m.json: ", 8) == 0 && strchr(err.text, '\n') == NULL);
    } else if (trees_compile(&file, memory, &model, &err) == JAGA_OK) {
        run(&file, model);
        must((file.event == NULL) == (trees_event(model) == NULL));
        if (file.event != NULL) {
            run(file.event, trees_event(model));
        }
        again(&file, memory);
    }
    arena_close(memory);
    return 0;
}
