#include "async/outcome.h"

#include <QUnhandledException>

#include <exception>
#include <new>

namespace inceptoscope {

Error exceptionAsError()
{
    try {
        throw;
    } catch (const QUnhandledException &wrapped) { // of a future
        return outcomeOf([&wrapped] { std::rethrow_exception(wrapped.exception()); }).error();
    } catch (const std::bad_alloc &) {
        return {"There is not enough memory for this; close other programs and try again"};
    } catch (const std::exception &exception) {
        return {std::string("This could not be done: ") + exception.what()};
    } catch (...) {
        return {"This could not be done, for a reason that was not told"};
    }
}

} // namespace inceptoscope
