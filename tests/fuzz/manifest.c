// manifest.c - the XML of manifests: read, written, and read again with the same meaning.
#include "../../objfmt/xml.h"
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const u8 *data, size_t size) {
    Arena a = {0};
    Message m = {0};
    Buffer b = {.arena = &a};
    const XmlNode *doc = xml_read(&a, (Str){data, size}, STR("fuzz.manifest"), &m);
    if (doc) {
        xml_write(&b, doc);
        const XmlNode *again = xml_read(&a, buffer_str(&b), STR("again"), &m);
        FUZZ_CHECK(again && xml_equal(doc, again) && xml_digest(doc) == xml_digest(again));
    } else {
        FUZZ_CHECK(m.text.n);
    }
    arena_free(&a);
    return 0;
}
