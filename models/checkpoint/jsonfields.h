#pragma once

#include "graph/error.h"

#include <nlohmann/json.hpp>

#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace inceptoscope {

/// Parses JSON that came from outside: a value that `is_discarded()` where it is none, or longer or
/// more deeply nested than anything real.
nlohmann::json parseJson(std::string_view text);

/// Takes values out of a JSON object that came from outside, field by field, and keeps the first
/// thing that was wrong. Fields that are absent leave their value as it is.
class JsonFields
{
public:
    /// `what` names the object in messages: "the options".
    JsonFields(std::string_view text, std::string what);
    /// The same for what has been parsed already.
    static JsonFields ofParsed(nlohmann::json object, std::string what);

    void read(std::string_view key, int &value);
    void read(std::string_view key, double &value);
    void read(std::string_view key, bool &value);
    void read(std::string_view key, std::string &value);
    void read(std::string_view key, std::vector<int> &values);
    void read(std::string_view key, std::vector<double> &values);
    bool has(std::string_view key) const { return m_object.contains(key); }
    /// The value as it is; null where the field is absent.
    const nlohmann::json *find(std::string_view key);

    /// Notes a problem of the caller's own: `what` followed by `problem`.
    void refuse(const std::string &problem);
    /// Fails with the first problem, or where the object has a field nobody asked for.
    Expected<void> finish() const;
    /// The same for objects of other programs, which have fields of their own.
    Expected<void> finishLoosely() const;

private:
    JsonFields() = default;

    template<typename Value, typename Convert>
    void readAs(std::string_view key, Value &value, std::string_view expected, Convert convert);
    template<typename Value, typename Convert>
    void readListAs(std::string_view key, std::vector<Value> &values, std::string_view expected,
                    Convert convert);

    std::string m_what;
    std::string m_problem;
    nlohmann::json m_object;
    std::set<std::string, std::less<>> m_asked;
};

/// A JSON list of texts.
Expected<std::vector<std::string>> parseTexts(std::string_view text, std::string_view what);

} // namespace inceptoscope
